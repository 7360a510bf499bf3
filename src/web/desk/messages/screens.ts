/** 消息: behind the top bar's word, for every role. */
import type { DeskScreen } from '../../kit/screen.ts';
import { useUnreadCount } from './message-query.ts';

export const messages: readonly DeskScreen[] = [
  {
    path: '/messages',
    load: () => import('./messages-page.tsx').then(({ MessagesScreen }) => MessagesScreen),
    messages: { useCount: useUnreadCount },
  },
];
