/** What the numbers of an operand are in a term, as `conv.operations` names it; those of an overlay are in none. */

/** @typedef {import("./data.d.ts").OperandData["role"]} Role */

/** @type {Role} */
export const PIXEL = "pixel";
/** @type {Role} */
export const WEIGHT = "weight";
/** @type {Role} */
export const BIAS = "bias";
/** @type {Role} */
export const GRADIENT = "gradient";

/** Roles of learned numbers, which stand still while a window walks. @type {Set<Role>} */
export const LEARNED = new Set([WEIGHT, BIAS]);

/** Letters of numbers where their names are shown. @type {Record<Role, string>} */
export const LETTERS = { "": "x", pixel: "x", weight: "w", bias: "b", gradient: "g", slope: "s" };

/** The roles of a term's factors as one name, such as "pixel_weight". @param {{role: Role}[]} factors */
export function rolesName(factors) {
  return factors.map(({ role }) => role).sort().join("_");
}
