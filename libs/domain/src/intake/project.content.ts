import type { Content } from '@envelope';
import type { Tx } from '@platform/db';
import { procedureName } from '@procedure';
import { partiesOf } from '../identity';
import type { Project } from './project.entity';

/** A project as the persons of its entry see it. */
export async function projectContent(tx: Tx, project: Project): Promise<{ project: Content }> {
  const { project: known } = await publicProjectContent(tx, project);
  return { project: { ...known, mandate: project.mandate, estimateFen: project.estimateFen?.toString() ?? null } };
}

/** What of it may be read by the second person of any act on its tenders, a bidder too: not what the tenderer estimates. */
export async function publicProjectContent(tx: Tx, project: Project): Promise<{ project: Content }> {
  const { name, code, category, kind, region, approvalNumber, fundsSource, stateControlled, mandatory, invitation, status, ruleset } = project;
  const party = await partiesOf(tx, [project.tendererId, project.agencyId]);
  return {
    project: {
      ...{ name, code, category, procedure: procedureName(project), kind, region, tenderer: party(project.tendererId), agency: party(project.agencyId) },
      ...{
        approvalNumber,
        fundsSource,
        stateControlled,
        mandatory,
        ...(invitation ? { invitation: { ...invitation } } : {}),
        status,
        ruleset,
        registeredAt: project.registeredAt?.toISOString() ?? null,
      },
    },
  };
}
