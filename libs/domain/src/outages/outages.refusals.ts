import { defineRefusals } from '@kernel';

export const R = defineRefusals('outage', {
  unsettled: {
    status: 409,
    zh: '平台刚刚恢复运行，正在按规则顺延各项期限，在此之前本标段没有期限届满，不能办理以期限届满为前提的事项。',
    en: 'The platform is just back: periods are moved by rule, and until that is done none of this lot is over.',
    next: { zh: '请一分钟后再试，届时以页面显示的期限为准。', en: 'Try again in a minute, by the times that the page shows then.' },
  },
});
