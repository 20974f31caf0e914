import type { NamedParty, TenderNotice } from '@kernel';
import { invites } from '@procedure';
import type { Project } from '../intake';
import type { Tender } from './tender.entity';

/** The notice as data: what is published, and what every rendering of it shows. Without `publishedAt`: as it is asked for. */
export const noticeOf = (tender: Tender, project: Project, parties: { tenderer: NamedParty; agency: NamedParty | null }, publishedAt: Date | null): TenderNotice => ({
  format: 'tianping/tender-notice/1',
  project: { code: project.code ?? '', approvalNumber: project.approvalNumber, fundsSource: project.fundsSource },
  ...{
    lot: tender.code,
    title: tender.title,
    ...parties,
    region: tender.region,
    ...(invites(tender) ? { invitation: project.invitation ?? 'free' } : {}),
    ceilingFen: tender.ceilingFen?.toString() ?? null,
    method: tender.plan.method.method,
  },
  ties: 'tieRule' in tender.plan.method ? tender.plan.method.tieRule : null,
  ...{ scope: tender.scope, qualification: tender.qualification, publishedAt: publishedAt?.toISOString() ?? null },
  ...{ documentsUntil: tender.documentsUntil.toISOString(), questionsUntil: tender.questionsUntil.toISOString(), deadline: tender.deadline.toISOString() },
  decryptionMinutes: tender.decryptionMinutes,
  openedBy: tender.trustees && {
    threshold: tender.trustees.threshold,
    trustees: tender.trustees.people.map(({ name, organisation, fingerprint }) => ({ name, organisation, certificateSha256: fingerprint })),
  },
});
