import { type Bilingual, defineMachine } from '@kernel';
import { Row } from '@platform/db';
import { Column, Entity } from 'typeorm';

export const DRAW_STATUSES = ['frozen', 'committed', 'drawn', 'confirmed', 'exhausted', 'abandoned'] as const;
export type DrawStatus = (typeof DRAW_STATUSES)[number];

/**
 * Pool and rules frozen, all parties committed, drawn, all seats accepted. Exhausted: the room is open, nobody is left for some seat; those who sit keep
 * their seats, and a further draw fills the rest (TBR 48). What ended stays visible.
 */
export const drawMachine = defineMachine({
  name: 'draw',
  initial: 'frozen',
  statuses: DRAW_STATUSES,
  acts: {
    commit: { from: ['frozen'], to: 'committed' },
    run: { from: ['committed'], to: 'drawn' },
    confirm: { from: ['drawn'], to: 'confirmed' },
    reopen: { from: ['confirmed'], to: 'drawn' },
    exhaust: { from: ['drawn', 'exhausted'], to: 'exhausted' },
    abandon: { from: ['frozen', 'committed', 'drawn'], to: 'abandoned' },
  },
  words: {
    frozen: { zh: '等待承诺', en: 'waiting for commitments' },
    committed: { zh: '等待揭示', en: 'waiting to be revealed' },
    drawn: { zh: '正在通知专家', en: 'experts are being called' },
    confirmed: { zh: '已完成', en: 'complete' },
    exhausted: { zh: '名单用尽，席位空缺', en: 'nobody left, a seat is free' },
    abandoned: { zh: '已放弃', en: 'given up' },
    commit: { zh: '承诺', en: 'commit' },
    run: { zh: '抽取', en: 'draw' },
    confirm: { zh: '确认全部席位', en: 'confirm all seats' },
    reopen: { zh: '递补', en: 'fill a seat again' },
    exhaust: { zh: '记录名单用尽', en: 'note that nobody is left' },
    abandon: { zh: '放弃抽取', en: 'give the draw up' },
  },
});

/** SQL: when the hours end for which the experts of a draw `d` are called. */
export const SESSION_END = 'd.session_starts_at + make_interval(hours => d.session_hours)';

@Entity('draw')
export class Draw extends Row {
  @Column('uuid', { name: 'tender_id' }) tenderId!: string;
  @Column('uuid', { name: 'project_id' }) projectId!: string;
  @Column('text') status!: DrawStatus;
  @Column('timestamptz', { name: 'session_starts_at' }) sessionStartsAt!: Date;
  @Column('integer', { name: 'session_hours' }) sessionHours!: number;
  /** Turns people and employers into pseudonyms in the published record; itself never published. */
  @Column('text') salt!: string;
  @Column('text', { name: 'home_library' }) homeLibrary!: string;
  @Column('text', { name: 'list_hash' }) listHash!: string;
  @Column('text', { name: 'rules_hash' }) rulesHash!: string;
  @Column('text', { name: 'platform_secret' }) platformSecret!: string;
  @Column('jsonb') commitments!: Record<string, string>;
  @Column('jsonb') reveals!: Record<string, string>;
  @Column('text', { nullable: true }) seed!: string | null;
  /** Pseudonyms of those who were drawn and fell out, in order. */
  @Column('jsonb') declined!: string[];
  @Column('timestamptz', { name: 'frozen_at' }) frozenAt!: Date;
  @Column('timestamptz', { name: 'drawn_at', nullable: true }) drawnAt!: Date | null;
  /** Specialties with fewer than three times the need. */
  @Column('jsonb') thin!: { specialty: string; eligible: number; need: number }[];
}

export type CallStatus = 'offered' | 'accepted' | 'declined' | 'timed-out' | 'released';

export const CALL_STATES: Readonly<Record<CallStatus, Bilingual>> = {
  offered: { zh: '待答复', en: 'not answered yet' },
  accepted: { zh: '已接受', en: 'accepted' },
  declined: { zh: '已谢绝', en: 'declined' },
  'timed-out': { zh: '超时未答复', en: 'not answered in time' },
  released: { zh: '已解除', en: 'released' },
};

/** A call to a drawn expert; it says place, time and length only. */
@Entity('expert_call')
export class Call extends Row {
  @Column('uuid', { name: 'draw_id' }) drawId!: string;
  @Column('uuid', { name: 'expert_id' }) expertId!: string;
  @Column('text') specialty!: string;
  @Column('text') status!: CallStatus;
  @Column('timestamptz', { name: 'offered_at' }) offeredAt!: Date;
  @Column('timestamptz', { name: 'answer_by' }) answerBy!: Date;
  @Column('timestamptz', { name: 'answered_at', nullable: true }) answeredAt!: Date | null;
  @Column('timestamptz', { name: 'starts_at' }) startsAt!: Date;
  @Column('timestamptz', { name: 'ends_at' }) endsAt!: Date;
}
