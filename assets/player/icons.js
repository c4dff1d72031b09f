/** Shapes of 24 by 24, by their names. @type {Record<string, string>} */
const ICONS = {
  first: "M6 5h2v14H6zM19 5v14L9 12z",
  previous: "M16 5v14L6 12z",
  play: "M7 4v16l13-8z",
  pause: "M6 4h4v16H6zM14 4h4v16h-4z",
  next: "M8 5v14l10-7z",
  last: "M16 5h2v14h-2zM5 5v14l10-7z",
  up: "M12 6l7 8H5zM5 17h14v2H5z",
  present: "M3 5h18v12H3zM5 7v8h14V7zM8 19h8v2H8z",
  save: "M11 4h2v8h3l-4 4-4-4h3zM5 18h14v2H5z",
  clear: "M6 7h12l-1 13H7zM9 4h6l1 2H8zM4 5.500h16V7H4z",
  undo: "M9 5v3.5h5a5.5 5.5 0 010 11H7v-2h7a3.5 3.5 0 000-7H9V14L4 9.5z",
  redo: "M15 5v3.5h-5a5.5 5.5 0 000 11h7v-2h-7a3.5 3.5 0 010-7h5V14l5-4.5z",
  edit: "M4 17.2V20h2.8L17 9.8l-2.8-2.8zM19.3 7.5a1 1 0 000-1.400l-1.400-1.400a1 1 0 00-1.400 0L15.200 6l2.800 2.800z",
  camera: "M4 6h11v12H4zM16.500 10.500l4.500-3v9l-4.500-3z",
  freeze: "M9 4h6l1.500 2H21v13H3V6h4.500zM12 8.500a4 4 0 100 8 4 4 0 000-8z",
  stop: "M6 6h12v12H6z",
  down: "M12 18l-7-8h14zM5 5h14v2H5z",
};

/** An icon as SVG. @param {string} name */
export function icon(name) {
  return `<svg viewBox="0 0 24 24" aria-hidden="true"><path d="${ICONS[name]}"/></svg>`;
}
