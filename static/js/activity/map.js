// The track on a map, or on plain ground where no tiles are configured; a dot follows the charts' cursor.
import { CircleMarker, Map as LeafletMap, Polyline, TileLayer } from "../../vendor/leaflet/leaflet-src.esm.js";

// [[lat, lon] | null, …] per point in time.
function placesOf({ latitude_deg: lats, longitude_deg: lons }) {
  if (!lats || !lons) return [];
  return lats.map((lat, i) => (lat === null || lons[i] === null ? null : [lat, lons[i]]));
}

// A stretch without places breaks the line.
function stretches(places) {
  const parts = [[]];
  for (const place of places) {
    if (place) parts.at(-1).push(place);
    else if (parts.at(-1).length) parts.push([]);
  }
  return parts.filter((part) => part.length > 1);
}

function dot(place, name, radius) {
  return new CircleMarker(place, { radius, className: name, interactive: false });
}

// Returns show(index | null), which moves the dot; the container goes when nothing is known of the place.
export function drawMap(container, data) {
  const places = placesOf(data.channels);
  const parts = stretches(places);
  if (!parts.length) {
    (container.closest("[data-map-card]") ?? container).hidden = true;
    return () => {};
  }
  // Leaflet puts controls into it, which an image may not hold.
  container.setAttribute("role", "group");
  const { tileUrl, tileAttribution } = container.dataset;
  const map = new LeafletMap(container, { scrollWheelZoom: false, attributionControl: Boolean(tileUrl), zoomSnap: 0.25, maxZoom: 19 });
  if (tileUrl) new TileLayer(tileUrl, { attribution: tileAttribution ?? "" }).addTo(map);
  const track = new Polyline(parts, { className: "track", interactive: false }).addTo(map);
  dot(parts[0][0], "track-start", 5).addTo(map);
  dot(parts.at(-1).at(-1), "track-end", 5).addTo(map);
  map.fitBounds(track.getBounds(), { padding: [24, 24] });
  const here = dot(parts[0][0], "track-here", 7);
  return (index) => {
    if (index === null || !places[index]) here.remove();
    else here.setLatLng(places[index]).addTo(map);
  };
}
