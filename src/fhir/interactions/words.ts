/** What the interactions and operations say, beside the words of structure and search in ../words.ts. */
import { words } from '../../platform/words.ts';

export const interactionWords = words(
  {
    'unknown-operation': (v: { name: string }) => `没有“$${v.name}”这项操作`,
    'operation-elsewhere': (v: { name: string; levels: string }) =>
      `“$${v.name}”不能在这里调用；可调用的层级：${v.levels}（system 根地址，type 资源类型，instance 单条记录）`,
    'method-not-allowed': (v: { methods: string }) => `这个地址只接受以下方法：${v.methods}`,
  },
  {
    'unknown-operation': (v) => `There is no operation "$${v.name}"`,
    'operation-elsewhere': (v) =>
      `"$${v.name}" cannot be called here; it can on: ${v.levels} (system: the base address, type, instance: one record)`,
    'method-not-allowed': (v) => `This address accepts only: ${v.methods}`,
  },
);
