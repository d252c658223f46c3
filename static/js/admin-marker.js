// Leaflet guesses where its marker is from the style sheet, whose name carries a hash here, and django-leaflet looks
// for the answer before the form that holds it has been read. By now both are there, and no map has been drawn yet.
document.addEventListener("DOMContentLoaded", () => {
  const answer = document.getElementById("force-img-path");
  if (answer) {
    window.L.Icon.Default.imagePath = JSON.parse(answer.textContent);
  }
});
