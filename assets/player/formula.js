import { numberText } from "./numbers.js";

/** @typedef {import("./data.d.ts").PostData} PostData */

/**
 * What is done with a sum, in a formula that the server has marked: a divisor's fraction, the bias, a function's name
 * and brackets. What does nothing is not shown; a bias of 0 is.
 *
 * @param {Element} formula @param {PostData[]} post
 */
export function showPost(formula, post) {
  for (const part of /** @type {NodeListOf<MathMLElement>} */ (formula.querySelectorAll("[data-post]"))) {
    const { post: name } = part.dataset;
    const own = post.find((each) => (name === "function" ? each.value === undefined : each.name === name));
    part.style.display = own || "kept" in part.dataset ? "" : "none";
    if (name === "function" && own && part.localName === "mi") part.textContent = own.brief;
    const [sign, value] = [part.querySelector("[data-sign]"), part.querySelector("[data-value]")];
    const number = own?.value ?? 0;
    if (sign) sign.textContent = number < 0 ? "\u2212" : "+";
    if (value && (own || sign)) value.textContent = numberText(sign ? Math.abs(number) : number);
  }
}
