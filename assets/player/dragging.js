/**
 * Follow a pointer that holds something until it lets go.
 *
 * @param {(event: PointerEvent) => void} move @param {(event?: PointerEvent) => void} [end] Called once, also by what is returned.
 * @returns {(event?: PointerEvent) => void} Ends it.
 */
export function drag(move, end = () => {}) {
  const over = new AbortController();
  const { signal } = over;
  const stop = (/** @type {PointerEvent | undefined} */ event) => {
    if (signal.aborted) return;
    over.abort();
    end(event);
  };
  addEventListener("pointermove", move, { signal });
  for (const name of ["pointerup", "pointercancel"]) {
    addEventListener(name, (event) => stop(/** @type {PointerEvent} */ (event)), { signal });
  }
  return stop;
}
