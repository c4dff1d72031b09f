import { factorText, filled, joined } from "./numbers.js";
import { asked, decimals } from "./questions.js";

/** What a question asks, in words. */

/** @typedef {import("./marks.js").Track} Track */

/** @param {any} question @param {Track[]} tracks @param {Record<string, any>} panels By name. @param {Record<string, string>} words */
export function questionText(question, tracks, panels, words) {
  const { kind, row, col, terms, answer, area } = question;
  const track = tracks[question.track];
  const panel = mapName(track, tracks, panels, words);
  const beside = (/** @type {string[]} */ ...sentences) => joined(sentences, words.beside);
  const digits = Number.isInteger(answer) ? words.quiz_whole : filled(words.quiz_decimals, { count: decimals(answer) });
  if (kind === "told") return beside(question.text, digits);
  if (kind === "largest") {
    return filled(words.quiz_largest, {
      gradient: panels[question.of].title,
      panel: shortTitle(panels[question.panel]),
    });
  }
  if (kind === "size") return filled(words.quiz_size, { panel, terms });
  const stamps = Boolean(track.stamped);
  if (kind === "value") {
    return beside(filled(words.quiz_value, { panel, row, col }), postText(track, words), digits);
  }
  if (kind === "added") {
    const [down, across] = question.place;
    const places = { panel, row, col, gradient: panels[question.lands].title, down, across };
    return beside(filled(words.quiz_added, places), digits);
  }
  const made = shortTitle(panels[asked(track).panel]);
  const how = area ? words.quiz_corners : words.quiz_each;
  if (kind === "reads") {
    return beside(filled(stamps ? words.quiz_lands : words.quiz_reads, { panel, made, row, col }), how);
  }
  const [top, left] = panels[asked(track).panel].inset ?? [0, 0];
  const places = { panel, made, row: row - top, col: col - left };
  return beside(filled(stamps ? words.quiz_stampers : words.quiz_readers, places), how);
}

/** Which map it is about: with its walk's title, where several walk. @param {Track} track @param {Track[]} tracks @param {Record<string, any>} panels @param {Record<string, string>} words */
function mapName(track, tracks, panels, words) {
  const name = shortTitle(panels[track.target]);
  if (name && track.title.startsWith(name)) return track.title;
  const said = name.startsWith(track.title.split(/[,\uff0c]/)[0]);
  return tracks.length > 1 && track.title && !said ? filled(words.walk_s, { walk: track.title, map: name }) : name;
}

/** What follows the sum, as one has to know it. @param {Track} track @param {Record<string, string>} words */
function postText(track, words) {
  const parts = (track.data.words.post ?? []).map(({ brief, value = 0 }) =>
    filled(brief, { value: factorText(value) })
  );
  return parts.length ? filled(words.quiz_post, { post: joined(parts, words.listed) }) : "";
}

/** A panel's title without its size, wherever a language writes that. @param {{title: string, rows: number, cols: number}} panel */
export function shortTitle({ title, rows, cols }) {
  const name = title.split(`${rows} \u00d7 ${cols}`).join("").replaceAll(/\(\s*\)|\uff08\s*\uff09/g, "");
  return name.replace(/[\s:,\uff1a\uff0c]+$/, "") || title;
}
