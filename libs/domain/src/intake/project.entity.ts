import type { Fen, Invitation } from '@kernel';
import { type DomainEvent, fenColumn, Row } from '@platform/db';
import { Column, Entity } from 'typeorm';
import { type ProjectStatus, projectMachine } from './project.machine';

@Entity('project')
export class Project extends Row {
  @Column('text', { nullable: true }) code!: string | null;
  @Column('text') name!: string;
  @Column('text') category!: string;
  /** By which procedure its lots run, a value of `@procedure`. */
  @Column('text') procedure!: string;
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
  /** Why it may be tendered by invitation, where it must be tendered (TBR 8). */
  @Column('jsonb', { nullable: true }) invitation!: Invitation | null;
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
