/* Keeps our page for a lost network on the device; where the site wants it no longer, takes away what was kept. */

const { content: address } = document.querySelector("meta[name=offline-worker]");
// Browsers have these over https, and on the machine itself.
const { serviceWorker: workers } = navigator;

async function keep() {
  try {
    await workers.register(address);
  } catch (error) {
    console.info("no page for a lost network is kept:", error.name);
  }
}

async function drop() {
  const registration = await workers.getRegistration();
  if (!registration?.active?.scriptURL.endsWith("/offline-worker.js")) return;
  await registration.unregister();
  for (const name of await caches.keys()) if (name.startsWith("offline ")) await caches.delete(name);
}

// After the page itself: it never waits for this.
if (workers) window.addEventListener("load", address ? keep : drop);
