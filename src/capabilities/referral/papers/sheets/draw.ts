/** A paper as the HTML document that is printed. */
import type { PaperFacts } from '../facts.ts';
import type { Paper } from '../table.ts';
import { consentSheet } from './consent-sheet.ts';
import { sheet } from './frame.ts';
import { textOf } from '../../../../platform/pdf/html.ts';
import type { Html } from '../../../../platform/pdf/html.ts';
import { outForm } from './out-form.ts';
import type { Drawing } from './pieces.ts';
import { returnForm } from './return-form.ts';
import { slip } from './slip.ts';

const BODIES: Readonly<Record<Paper, (facts: PaperFacts, drawing: Drawing) => Html>> = {
  'out-form': outForm,
  'return-form': returnForm,
  'consent-sheet': consentSheet,
  slip,
};

export const drawPaper = (paper: Paper, facts: PaperFacts, drawing: Drawing): string =>
  textOf(sheet(paper, facts, drawing, BODIES[paper](facts, drawing)));
