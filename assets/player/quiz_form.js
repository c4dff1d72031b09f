import { slackOf } from "./answers.js";
import { element, factorText, filled, joined, numberText } from "./numbers.js";
import { decimals } from "./questions.js";
import { isBias } from "./terms.js";

const MAX_TERMS = 27; // products that can be filled in one by one

/** @typedef {import("./terms.js").Term} Term */
/** A product to be filled in. @typedef {{field: any, value: number, place: any, slack: number}} Blank */
/** The fields of a question and of its products. @typedef {{fields: any[], blanks: Blank[]}} Form */

/** @param {string} text @param {string} name @param {() => void} act */
export function wordButton(text, name, act) {
  const made = element("button", "kw-word", text);
  made.type = "button";
  made.dataset.testid = `player-${name}`;
  made.addEventListener("click", act);
  return made;
}

/** Fields for rows and columns. @param {any} quiz @returns {Form} */
export function sizeForm(quiz) {
  const { words } = quiz.player;
  const fields = [words.quiz_rows, words.quiz_cols].map((label, index) => answerField(quiz, label, `answer-${index}`));
  return { fields, blanks: [] };
}

/** A field for the number, one for each product, and numbers to choose from. @param {any} quiz @returns {Form} */
export function valueForm(quiz) {
  const { words, showing } = quiz.player;
  const { kind, row, col, choices, answer } = quiz.question;
  const calculation = showing.calculation(quiz.track);
  if (kind !== "told") calculation.read(row, col);
  const blanks = kind === "value" && calculation.multiplies && calculation.terms.length <= MAX_TERMS
    ? productBlanks(quiz, calculation)
    : [];
  const fields = [answerField(quiz, words.quiz_number, "answer-0")];
  const chips = element("span", "kw-chips");
  chips.setAttribute("role", "group");
  chips.setAttribute("aria-label", words.quiz_pick);
  for (const choice of choices) {
    const text = numberText(Number(choice.toFixed(decimals(answer))));
    const chip = wordButton(text, "choice", () => {
      fields[0].value = text;
      quiz.reveal();
    });
    chips.append(chip);
  }
  quiz.body.append(chips);
  return { fields, blanks };
}

/**
 * A field for each product, in grids as the groups' cells stand; a bias is no product, and stands there as it is.
 *
 * @param {any} quiz @param {import("./calculation.js").Calculation} calculation @returns {Blank[]}
 */
function productBlanks(quiz, { terms, shapes, track }) {
  const { words } = quiz.player;
  const grids = new Map(); // groups of the same width stand in one
  const blanks = [];
  for (const [index, term] of terms.entries()) {
    const width = shapes[term.group][1];
    if (!grids.has(width)) grids.set(width, productGrid(width));
    const blank = isBias(track.groups[term.group]) ? null : productBlank(term, index, words);
    if (blank) blanks.push(blank);
    grids.get(width).append(blank ? blank.place : element("small", "kw-blank", `+ ${factorText(term.number)}`));
  }
  quiz.body.append(...grids.values(), element("span", "kw-blanks-hint", words.quiz_optional));
  return blanks;
}

/** @param {number} width */
function productGrid(width) {
  const table = element("div", "kw-blanks");
  table.style.gridTemplateColumns = `repeat(${width}, auto)`;
  return table;
}

/** @param {Term} term @param {number} index @param {Record<string, string>} words @returns {Blank} */
function productBlank({ factors, number }, index, words) {
  const text = factors.map(factorText).join("\u00d7");
  const place = element("label", "kw-blank");
  place.append(element("small", "", text));
  const field = element("input");
  field.inputMode = "decimal";
  field.setAttribute("aria-label", filled(words.quiz_product, { term: text }));
  field.dataset.testid = `player-product-${index}`;
  place.append(field);
  return { field, value: number, place, slack: slackOf(factors) };
}

/** @param {any} quiz @param {string} label @param {string} name */
function answerField(quiz, label, name) {
  const place = element("label", "kw-field", label);
  const field = element("input");
  field.inputMode = "decimal";
  field.dataset.testid = `player-${name}`;
  field.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    event.stopPropagation();
    if (event.key !== "Enter") return;
    event.preventDefault(); // the focus goes on to a button, which Enter would press as well
    quiz.check.click();
  });
  place.append(field);
  quiz.body.append(place);
  return field;
}

/** Buttons that go to the next question of a kind. @param {any} quiz */
export function kindButtons(quiz) {
  const { words } = quiz.player;
  const row = element("div", "kw-kinds");
  row.setAttribute("role", "group");
  row.setAttribute("aria-label", words.quiz_kinds);
  for (const kind of ["size", "value", "told", "added", "largest", "reads", "readers"]) {
    const index = quiz.open.find((/** @type {number} */ place) => quiz.questions[place].kind === kind) ?? -1;
    if (index < 0 && quiz.question.kind !== kind) continue;
    const made = wordButton(words[`quiz_kind_${kind}`], `kind-${kind}`, () => quiz.ask(index));
    made.setAttribute("aria-pressed", String(quiz.question.kind === kind));
    made.disabled = index < 0;
    row.append(made);
  }
  return row;
}

/** The score, what was missed, and how it can go on; gives the line that says so. @param {any} quiz */
export function summary(quiz) {
  const { words, trigger } = quiz.player;
  const right = [...quiz.results.values()].filter(Boolean).length;
  const missed = [...quiz.results].filter(([, good]) => !good).map(([index]) => index + 1).sort((a, b) => a - b);
  const sentence = quiz.questions.length ? words.quiz_score : words.quiz_none;
  const line = element("p", "kw-question", filled(sentence, { right, count: quiz.results.size }));
  line.dataset.testid = "player-score";
  line.tabIndex = -1;
  quiz.box.append(line);
  if (missed.length) {
    quiz.box.append(
      element("p", "", filled(words.quiz_missed, { questions: joined(missed.map(String), words.listed) })),
    );
  }
  const again = element("div", "kw-answer");
  again.append(
    wordButton(words.quiz_again, "again", () => quiz.restart()),
    wordButton(words.quiz_others, "others", () => trigger("quiz", "others")),
    wordButton(words.quiz_leave, "leave", () => trigger("quiz", "leave")),
  );
  quiz.box.append(again);
  return line;
}
