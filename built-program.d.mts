/** Flags and file that Node is told to start the program, or the command that reads letters. */
export declare const programWords: (name: 'letter' | 'main') => Promise<string[]>;
