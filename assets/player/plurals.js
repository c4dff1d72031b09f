/** Which form of a sentence a count takes: the server sends all forms, and for each one a count that takes it. */

let rules = new Intl.PluralRules("en");

/** The language of what is said from here on. @param {string} language */
export function speak(language) {
  rules = new Intl.PluralRules(language);
}

/** @param {Record<string, string>} forms @param {number} count */
export function formOf(forms, count) {
  const samples = Object.keys(forms);
  const wanted = rules.select(count);
  return forms[samples.find((sample) => rules.select(Number(sample)) === wanted) ?? samples[samples.length - 1]];
}
