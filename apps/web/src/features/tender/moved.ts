interface Amended {
  oldDeadline: string | null;
  newDeadline: string | null;
  oldQuestionsUntil: string | null;
  newQuestionsUntil: string | null;
  oldDocumentsUntil: string | null;
  newDocumentsUntil: string | null;
}

export interface MovedTime {
  name: 'deadline' | 'questionsUntil' | 'documentsUntil';
  from: string;
  to: string;
}

/** Every time that an amendment moved, the one after which nobody bids first. */
export const movedTimes = (one: Amended): MovedTime[] =>
  [
    { name: 'deadline' as const, from: one.oldDeadline, to: one.newDeadline },
    { name: 'questionsUntil' as const, from: one.oldQuestionsUntil, to: one.newQuestionsUntil },
    { name: 'documentsUntil' as const, from: one.oldDocumentsUntil, to: one.newDocumentsUntil },
  ].filter((time): time is MovedTime => Boolean(time.from && time.to && time.from !== time.to));
