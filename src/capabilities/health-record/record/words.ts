/** The words of the record's page; see words/. */
import { words as table } from '../../../platform/words.ts';

export const words = table({ name: '健康档案' }, { name: 'The record' });
