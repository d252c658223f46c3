/* Where a page cannot be reached for want of a network, our page that says so. All else goes to the network untouched:
   no figure is ever read from the device. */

const { version, pages, files } = {{ kept|safe }};
const STORE = "offline ";
const KEPT = STORE + version;

self.addEventListener("install", (event) => {
  const addresses = [...pages.map((page) => page.address), ...files];
  event.waitUntil(caches.open(KEPT).then((kept) => kept.addAll(addresses)));
});

self.addEventListener("activate", (event) => {
  const isOld = (name) => name.startsWith(STORE) && name !== KEPT;
  event.waitUntil(caches.keys().then((names) => Promise.all(names.filter(isOld).map((name) => caches.delete(name)))));
});

self.addEventListener("fetch", (event) => {
  const { method, mode, url } = event.request;
  const { origin, pathname, search } = new URL(url);
  // The browser's own page offers to send a form once more; ours could not.
  if (method !== "GET" || origin !== self.location.origin) return;
  const isFile = /\.\w+$/.test(pathname);
  if (mode === "navigate" && !isFile) {
    const page = pages.find(({ begins }) => pathname.startsWith(begins));
    event.respondWith(fromNetworkOr(event.request, page.address));
  } else if (files.includes(pathname + search)) event.respondWith(fromNetworkOr(event.request, url));
});

async function fromNetworkOr(request, address) {
  try {
    return await fetch(request);
  } catch (error) {
    const kept = await (await caches.open(KEPT)).match(address, { ignoreVary: true });
    if (!kept) throw error;
    return kept;
  }
}
