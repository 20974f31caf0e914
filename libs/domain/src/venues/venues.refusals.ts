import { defineRefusals } from '@kernel';

export const R = defineRefusals('venue', {
  roomTaken: { status: 409, zh: '已经有名为“{name}”的房间。', en: 'There is a room named "{name}" already.', next: { zh: '请换一个名称。', en: 'Choose another name.' } },
  roomBooked: {
    status: 409,
    zh: '该房间在 {from} 至 {until} 已被预约，本次预约没有登记。',
    en: 'The room is booked from {from} to {until}; this booking was not made.',
    next: { zh: '请换一个房间或时间。', en: 'Choose another room or time.' },
  },
  roomClosed: {
    status: 409,
    zh: '该房间已停用，不能预约。',
    en: 'The room is out of use and takes no bookings.',
    next: { zh: '请换一个房间，或先启用该房间。', en: 'Choose another room, or put it back into use.' },
  },
  bookingBackwards: { status: 422, zh: '结束时间应晚于开始时间。', en: 'The end has to come after the start.' },
});
