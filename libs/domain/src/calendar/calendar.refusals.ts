import { defineRefusals } from '@kernel';

/** The yearly notice of the State Council on public holidays, as it is imported, and moments that no calendar reaches. */
export const R = defineRefusals('calendar', {
  tooFar: {
    status: 422,
    zh: '{at} 在 {years} 年以后。',
    en: '{at} is more than {years} years ahead.',
    next: { zh: '请核对年份。', en: 'Check the year.' },
  },
  dayForeign: {
    status: 422,
    zh: '“{date}”不是 {year} 年的日期。',
    en: '“{date}” is no day of {year}.',
    next: { zh: '请核对年份和文件：一次只导入一年。', en: 'Check year and file: one year is imported at a time.' },
  },
  dayTwice: {
    status: 422,
    zh: '“{date}”出现了两次，或既是节假日又是调休上班日。',
    en: '“{date}” stands there twice, or is both a holiday and a make-up working day.',
    next: { zh: '请对照国务院办公厅通知改正。', en: 'Correct it by the notice.' },
  },
  workdayInWeek: {
    status: 422,
    zh: '“{date}”是星期一至星期五，不需要列为调休上班日。',
    en: '“{date}” is a Monday to Friday: it needs no make-up working day.',
    next: { zh: '调休上班日只列星期六、星期日。', en: 'Make-up working days are Saturdays and Sundays alone.' },
  },
  fewHolidays: {
    status: 422,
    zh: '只有 {count} 天节假日，少于法定的最低天数，文件可能不完整。',
    en: 'There are {count} holidays, fewer than the law has: the file may not be whole.',
    next: { zh: '请使用完整的年度安排。', en: 'Take the whole arrangement of the year.' },
  },
});
