// Written by `python -m conv.ui.player.declare` from conv/ui/player/types.py.

/** An array: a type such as "u1" or "f8", and its bytes in base64. */
export interface Packed {
  dtype: string;
  bdata: string;
}

/** An `IndexMap`: in its compact form with origins and taps, in its general one with a list for each target. */
export interface IndexMapData {
  size: number;
  origins?: number[];
  taps?: number[];
  lists?: number[][];
  tapLists?: number[][];
}

/** A `Chain`: the numbers of its index maps, the first one first. */
export interface ChainData {
  chain: number[];
}

/** How numbers become colours: the ends of the scale, its stops by their number, those where the ends begin below
    zero, and how the ends follow numbers that change, as `Scaling` explains it. */
export interface ScalingData {
  low: number;
  high: number;
  scale: number;
  signed: number;
  rule: "" | "own" | "even" | "like" | "read" | "fixed";
  of: string[];
}

/** Of which of the scene's matrices a panel shows the numbers, and what they are. */
export interface EditsData {
  name: string;
  index: number;
  role: "" | "pixel" | "weight" | "bias" | "gradient" | "slope";
}

/** A panel at its place, in board units; `values` is null where the numbers stay on the server.

    `moments` are its values at each step, one after the other, where they change, and `lettering` the size of the
    numbers in its cells then, 0 for none. Of `bars` each number is one. `hatched` are boxes of cells that have a hatch,
    `letter` names the cells, and `takes` are the single numbers that go with its weights.
     */
export interface PanelData {
  name: string;
  title: string;
  rows: number;
  cols: number;
  x: number;
  y: number;
  dx: number;
  dy: number;
  values: Packed | null;
  scaling?: ScalingData;
  letter?: string;
  hatched?: [number, number, number, number][];
  moments?: Packed;
  lettering?: number;
  bars?: boolean;
  edits?: EditsData;
  takes?: string[];
  number?: NumberData;
  picture?: string;
  inset?: [number, number, number, number];
  sources?: number[];
  valueSentences?: [string, Record<string, string>] | null;
}

/** An `Operand`, its index maps by their numbers. */
export interface OperandData {
  panel: string;
  rows: number;
  cols: number;
  channel: number;
  byStep: boolean;
  role: "" | "pixel" | "weight" | "bias" | "gradient" | "slope";
  look: "window" | "span" | "cell";
  beam: boolean;
}

/** Terms that are shown together: the factors' cells, multiplied one by one. */
export interface GroupData {
  label: string;
  factors: OperandData[];
}

/** Where terms of a walk land, as `Stamp` explains it. */
export interface StampData {
  lands: OperandData;
  group: number;
  sums: boolean;
}

/** What is done to the number next, as `words.narration.step_words` explains it; functions have no value. */
export interface PostData {
  name: string;
  value?: number;
  line: string;
  brief: string;
  clause?: string;
  kept?: string;
  changed?: string;
}

/** A single number: its sign, whether a heading shows it, what is sent together with it, whether it may be 0, and
    what is done with it, which a walk has not while it changes nothing. */
export interface NumberData {
  sign: string;
  shown: boolean;
  together: string;
  zero: boolean;
  post: PostData;
  idle: number;
}

/** A question of a quiz with its number, and others that can be chosen in its place. */
export interface AskedData {
  text: string;
  answer: number;
  others?: number[];
}

/** The clauses of a step, with places for numbers, in all forms where one is counted; as
    `words.narration.step_words` explains them. */
export interface StepWords {
  window: string | Record<string, string>;
  own: string | Record<string, string>;
  outside: string;
  reduced: string | Record<string, string>;
  post: PostData[];
  sign?: string;
  picked?: string;
  hangs?: string;
  reaches?: string | Record<string, string>;
  steps?: string[];
  asked?: AskedData[];
  row_end?: string;
}

/** What a term of a formula measures: boxes (top, bottom, left, right) of the pixels, and a sentence. */
export interface NoteTerm {
  boxes: [number, number, number, number][];
  sentence: string;
}

/** A `Track`; `numbers` are its cells' before and after each post operation, where the browser has none. */
export interface TrackData {
  title: string;
  target: string;
  height: number;
  width: number;
  pace: number;
  groups: GroupData[];
  overlays: OperandData[];
  kind: string | null;
  numbers?: Packed;
  words: StepWords;
  formulas: [string, string];
  legend: [string, string][];
  notes: string[];
  terms: Record<string, NoteTerm>;
  dot: [number, number] | null;
  corner: boolean;
  stamps: StampData[];
  reveals: string[];
  sizeTerms: string;
}

/** A walk that nobody takes, as `Board.derived` explains it. */
export interface DerivedData {
  target: string;
  height: number;
  width: number;
  groups: GroupData[];
  kind: string;
  post: PostData[];
}

/** How a panel comes from another one where no walk says it, as `Recipe` explains it. */
export interface RecipeData {
  name: "digit" | "wins" | "routed" | "repeated";
  source: string;
  target: string;
  times: number;
  along: string;
}

/** A number that changes with the step: of which track (or of which of several), which group, and where. */
export interface LiveData {
  track: number | [number, number];
  group: number | null;
  x: number;
  y: number;
  size: number;
}

/** A panel that nobody sees; its values where nothing makes them. */
export interface HiddenData {
  name: string;
  rows: number;
  cols: number;
  values?: Packed;
}

/** A board and its placement; `words` are (x, y, text, size, bold), `scales` stops with their colours. */
export interface BoardData {
  mark: string;
  activeTrack: number | null;
  covers: boolean;
  lens: string;
  divided: string;
  table: string;
  width: number;
  height: number;
  panels: PanelData[];
  scales: [number, string][][];
  tracks: TrackData[];
  derived: DerivedData[];
  hidden: HiddenData[];
  recipes: RecipeData[];
  painted: boolean;
  waits: string[];
  indexMaps: (IndexMapData | ChainData)[];
  live: LiveData[];
  words: [number, number, string, number, boolean][];
}

/** The last change that was taken, whether there is one to undo or redo, and whether no server takes changes. */
export interface EditsState {
  taken: number;
  undo: boolean;
  redo: boolean;
  alone: boolean;
}

/** A kernel or a function that can be tried on the board, what is done with sums, and whether it is the scene's. */
export interface PresetData {
  kind: "kernel" | "activation";
  name: string;
  label: string;
  weights: number[][];
  post: PostData | null;
  chosen: boolean;
}

/** All that the player is given, as `player_data` explains it. */
export interface PlayerData {
  board: BoardData;
  arrival: number;
  room: string;
  address: Record<string, string>;
  rewrites: boolean;
  start: number | null;
  panel: number | null;
  names: boolean;
  movable: boolean;
  moved: string;
  below: number;
  camera: boolean;
  scrolls: boolean;
  quiz: number;
  visit: string;
  edits: EditsState;
  numbers: PanelData[];
  presets: PresetData[];
  language: string;
  words: Record<string, string | Record<string, string>>;
}
