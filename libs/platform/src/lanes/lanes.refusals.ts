import { defineRefusals } from '@kernel';

export const R = defineRefusals('lanes', {
  full: {
    status: 503,
    zh: '系统繁忙，排队已满或等待超时，本次没有处理，数据没有变化。',
    en: 'The system is busy: the queue is full or the wait was too long; this was not carried out and nothing changed.',
    next: { zh: '请在 {seconds} 秒后重试。', en: 'Try again in {seconds} seconds.' },
  },
});
