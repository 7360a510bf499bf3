/** Why a region pack is refused: the file, the place in it and the reason, in one sentence of each language. */

/** Several reasons may be told at once; the first one counts. */
export type PackFault = {
  readonly file: string;
  /** JSON path, `$` the whole file: `$[3].members[0].organisation` */
  readonly place: string;
  readonly reason: { readonly zh: string; readonly en: string };
};

/** The sentence shown at start-up: Chinese first, English after it. */
export const faultSentence = (fault: PackFault): string =>
  `区域包文件 ${fault.file} 的 ${fault.place} 有误：${fault.reason.zh}。 / ` +
  `Region pack file ${fault.file}, at ${fault.place}: ${fault.reason.en}.`;

/** `['members', 0, 'role']` → `$.members[0].role` */
export const jsonPath = (path: readonly PropertyKey[]): string =>
  '$' + path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('');

export class BrokenPack extends Error {
  declare protected readonly own: true;
  readonly faults: readonly PackFault[];
  constructor(faults: readonly PackFault[]) {
    super(faults.slice(0, 5).map(faultSentence).join('\n'));
    this.name = 'BrokenPack';
    this.faults = faults;
  }
}
