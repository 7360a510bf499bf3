/** How large a workbook may be, packed and unpacked. A file beyond them is refused before or while it is unpacked. */
export type SpreadsheetLimits = {
  /** Bytes of the file as sent. */
  readonly file: number;
  /** Bytes of all its parts together once unpacked; what a zip bomb runs into. */
  readonly unpacked: number;
  /** Rows below the headings. */
  readonly rows: number;
  readonly columns: number;
};

const MEGABYTE = 1024 * 1024;

/** 100,000 residents of ten columns take 8 MB packed and 80 MB unpacked. */
export const SPREADSHEET_LIMITS: SpreadsheetLimits = {
  file: 30 * MEGABYTE,
  unpacked: 300 * MEGABYTE,
  rows: 120_000,
  columns: 100,
};

/** What Excel itself allows in one cell. */
export const LONGEST_TEXT = 32_767;
