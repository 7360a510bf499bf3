/** Tasks and opinions in words: forms, questions, states, steps, and the part of the page. */
import { words as table } from '../../../platform/words.ts';

export const workWords = table(
  {
    forms: {
      'hospice-tasks': '交办',
      'hospice-task': '任务',
      'hospice-task-done': '任务完成',
      'hospice-task-dropped': '任务不再需要',
    },
    questions: { tasks: '任务', who: '谁做', dueOn: '何时前', notNeeded: '为什么不再需要' },
    states: { given: '待办', 'task-done': '已完成', 'task-dropped': '不再需要' },
    steps: { 'give-tasks': '交办任务', give: '交办', done: '完成', drop: '不再需要' },
    done: { 'give-tasks': '交办任务', give: '交办', done: '完成', drop: '取消' },
    clock: '任务期限',
    title: '会诊意见与任务',
    none: '没有待答复的意见和待办任务',
    until: (day: string) => `${day}前`,
    overdue: '已逾期',
    open: (count: string) => `意见、任务${count}项未办`,
  },
  {
    forms: {
      'hospice-tasks': 'Tasks',
      'hospice-task': 'Task',
      'hospice-task-done': 'Task done',
      'hospice-task-dropped': 'Task not needed any more',
    },
    questions: { tasks: 'Tasks', who: 'Who', dueOn: 'By', notNeeded: 'Why it is not needed' },
    states: { given: 'To do', 'task-done': 'Done', 'task-dropped': 'Not needed any more' },
    steps: { 'give-tasks': 'Give tasks', give: 'Give', done: 'Done', drop: 'Not needed' },
    done: { 'give-tasks': 'gave tasks', give: 'gave', done: 'done', drop: 'let go' },
    clock: 'Task due',
    title: 'Opinions and tasks',
    none: 'No opinion is waited for and no task is open',
    until: (day: string) => `by ${day}`,
    overdue: 'overdue',
    open: (count: string) => `${count} opinions or tasks open`,
  },
);
