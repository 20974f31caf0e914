import { movedTimes } from './moved';

const [A, B] = ['2026-12-01T01:30:00Z', '2026-12-08T01:30:00Z'];
const NONE = { oldDeadline: A, newDeadline: A, oldQuestionsUntil: null, newQuestionsUntil: null, oldDocumentsUntil: A, newDocumentsUntil: A };

it('names each time that moved, and none that did not or of which nothing was kept', () => {
  expect(movedTimes(NONE)).toEqual([]);
  const moved = { oldQuestionsUntil: A, newQuestionsUntil: B, newDocumentsUntil: B };
  expect(movedTimes({ ...NONE, ...moved })).toEqual([
    { name: 'questionsUntil', from: A, to: B },
    { name: 'documentsUntil', from: A, to: B },
  ]);
  expect(movedTimes({ ...NONE, newDeadline: B })).toEqual([{ name: 'deadline', from: A, to: B }]);
});
