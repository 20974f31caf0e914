import type { Fen } from '@kernel';
import { type DomainEvent, fenColumn, Row } from '@platform/db';
import { Column, Entity } from 'typeorm';
import { type ProjectStatus, projectMachine } from './project.machine';

@Entity('project')
export class Project extends Row {
  @Column('text', { nullable: true }) code!: string | null;
  @Column('text') name!: string;
  @Column('text') category!: string;
  /** Class of the unified deal code: A01 buildings, A02 municipal, … */
  @Column('text') kind!: string;
  @Column('text') region!: string;
  @Column('uuid', { name: 'tenderer_id' }) tendererId!: string;
  @Column('uuid', { name: 'agency_id', nullable: true }) agencyId!: string | null;
  @Column('text', { nullable: true }) mandate!: string | null;
  @Column('text', { name: 'approval_number' }) approvalNumber!: string;
  @Column('text', { name: 'funds_source' }) fundsSource!: string;
  @Column({ ...fenColumn, name: 'estimate_fen', nullable: true }) estimateFen!: Fen | null;
  @Column('boolean', { name: 'state_controlled' }) stateControlled!: boolean;
  @Column('boolean') mandatory!: boolean;
  @Column('text') status!: ProjectStatus;
  @Column('text', { nullable: true }) ruleset!: string | null;
  @Column('timestamptz', { name: 'created_at' }) createdAt!: Date;
  @Column('timestamptz', { name: 'registered_at', nullable: true }) registeredAt!: Date | null;
  @Column('text', { name: 'return_reason', nullable: true }) returnReason!: string | null;

  submit(): DomainEvent {
    this.status = projectMachine.next(this.status, 'submit');
    this.returnReason = null;
    return this.#event('submitted');
  }

  /** Registration gives the project its code and freezes its ruleset for good. */
  accept(code: string, ruleset: string, now: Date): DomainEvent {
    this.status = projectMachine.next(this.status, 'accept');
    Object.assign(this, { code, ruleset, registeredAt: now });
    return this.#event('registered', { code, ruleset });
  }

  sendBack(reason: string): DomainEvent {
    this.status = projectMachine.next(this.status, 'return');
    this.returnReason = reason;
    return this.#event('returned', { reason });
  }

  #event(what: string, payload: Record<string, unknown> = {}): DomainEvent {
    return { type: `project.${what}`, objectType: 'project', objectId: this.id, projectId: this.id, payload };
  }
}

@Entity('hold')
export class Hold extends Row {
  @Column('uuid', { name: 'project_id' }) projectId!: string;
  /** Null: the whole project. */
  @Column('uuid', { name: 'tender_id', nullable: true }) tenderId!: string | null;
  @Column('text') kind!: HoldKind;
  @Column('text') reason!: string;
  @Column('text') article!: string;
  @Column('uuid', { name: 'placed_by', nullable: true }) placedBy!: string | null;
  @Column('timestamptz', { name: 'placed_at' }) placedAt!: Date;
  @Column('uuid', { name: 'lifted_by', nullable: true }) liftedBy!: string | null;
  @Column('timestamptz', { name: 'lifted_at', nullable: true }) liftedAt!: Date | null;
}

/** SQL: that the open hold `h` lies on a lot, its own or its whole project's; `lot` has `id` and `project_id`. */
export const liesOn = (lot: string): string => `h.project_id = ${lot}.project_id and (h.tender_id is null or h.tender_id = ${lot}.id) and h.lifted_at is null`;

/** HD objection to documents (TBR 22), HO at the opening (TBR 44), HR to the result (TBR 54), HS order of suspension (TBR 62), HT outage. */
export type HoldKind = 'HD' | 'HO' | 'HR' | 'HS' | 'HT';
