import { defineRefusals } from '@kernel';

export const R = defineRefusals('venue', {
  roomTaken: { status: 409, zh: '已经有名为“{name}”的房间。', en: 'There is a room named "{name}" already.', next: { zh: '请换一个名称。', en: 'Choose another name.' } },
  roomBooked: {
    status: 409,
    zh: '该房间自 {at} 起已被预约。',
    en: 'The room is booked from {at}.',
    next: { zh: '请换一个房间或时间。', en: 'Choose another room or time.' },
  },
  bookingBackwards: { status: 422, zh: '结束时间应晚于开始时间。', en: 'The end has to come after the start.' },
});
