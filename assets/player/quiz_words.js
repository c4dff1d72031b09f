import { factorText, filled } from "./numbers.js";
import { asked, decimals } from "./questions.js";

/** What a question asks, in words. */

/** @typedef {import("./marks.js").Track} Track */

/** @param {any} question @param {Track[]} tracks @param {Record<string, any>} panels By name. @param {Record<string, string>} words */
export function questionText(question, tracks, panels, words) {
  const { kind, row, col, terms, answer, area } = question;
  const track = tracks[question.track];
  const panel = mapName(track, tracks, panels);
  const digits = Number.isInteger(answer) ? words.quiz_whole : filled(words.quiz_decimals, { count: decimals(answer) });
  if (kind === "told") return `${question.text} ${digits}`;
  if (kind === "largest") {
    return filled(words.quiz_largest, {
      gradient: panels[question.of].title,
      panel: shortTitle(panels[question.panel].title),
    });
  }
  if (kind === "size") return filled(words.quiz_size, { panel, terms });
  const stamps = Boolean(track.stamped);
  if (kind === "value") {
    return `${filled(words.quiz_value, { panel, row, col })}${postText(track, words)} ${digits}`;
  }
  if (kind === "added") {
    const [down, across] = question.place;
    const places = { panel, row, col, gradient: panels[question.lands].title, down, across };
    return `${filled(words.quiz_added, places)} ${digits}`;
  }
  const made = shortTitle(panels[asked(track).panel].title);
  const how = ` ${area ? words.quiz_corners : words.quiz_each}`;
  if (kind === "reads") return filled(stamps ? words.quiz_lands : words.quiz_reads, { panel, made, row, col }) + how;
  const [top, left] = panels[asked(track).panel].inset ?? [0, 0];
  const places = { panel, made, row: row - top, col: col - left };
  return filled(stamps ? words.quiz_stampers : words.quiz_readers, places) + how;
}

/** Which map it is about: with its walk's title, where several walk. @param {Track} track @param {Track[]} tracks @param {Record<string, any>} panels */
function mapName(track, tracks, panels) {
  const name = shortTitle(panels[track.target].title);
  if (name && track.title.startsWith(name)) return track.title;
  const said = name.startsWith(track.title.split(",")[0]);
  return tracks.length > 1 && track.title && !said ? `${track.title}: ${name}` : name;
}

/** What follows the sum, as one has to know it. @param {Track} track @param {Record<string, string>} words */
function postText(track, words) {
  const parts = (track.data.words.post ?? []).map(({ brief, value = 0 }) =>
    filled(brief, { value: factorText(value) })
  );
  return parts.length ? ` ${filled(words.quiz_post, { post: parts.join(", ") })}` : "";
}

/** A title without its size. @param {string} title */
function shortTitle(title) {
  return title.replace(/:? *\d+ \u00d7 \d+(, [^:\u00d7]*\d+ \u00d7 \d+)?$/, "");
}
