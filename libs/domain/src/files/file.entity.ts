import { Row } from '@platform/db';
import { Column, Entity } from 'typeorm';

/** A stored document. Who may open it is decided by the module whose object it belongs to. */
@Entity('file')
export class StoredFile extends Row {
  @Column('text') name!: string;
  @Column('text', { name: 'media_type' }) mediaType!: string;
  @Column('bigint', { transformer: { to: (n: number) => n, from: Number } }) size!: number;
  @Column('text') sha256!: string;
  @Column('uuid', { name: 'uploaded_by', nullable: true }) uploadedBy!: string | null;
  @Column('uuid', { name: 'organisation_id', nullable: true }) organisationId!: string | null;
  @Column('timestamptz', { name: 'uploaded_at' }) uploadedAt!: Date;
  /** Real time, whatever a simulated clock says. */
  @Column('timestamptz', { name: 'stored_at' }) storedAt!: Date;
}
