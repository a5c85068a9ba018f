import { signal } from '@preact/signals';

/** Whether the queue is shown beside the page. */
export const isQueueOpen = signal(false);
