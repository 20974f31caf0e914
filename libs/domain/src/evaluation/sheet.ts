/** What a member hands in: points for each item, or, where nobody scores, what speaks for and against each bid. */
export interface Sheet {
  scores: { bidId: string; itemId: string; score: string }[];
  remarks: { bidId: string; strengths: string; risks: string; recommend: boolean }[];
}
