import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Body, Controller, Get, Inject, Module, type OnModuleInit, Param, Post } from '@nestjs/common';
import { By, Public } from '@platform/auth';
import { CONFIG, type Config } from '@platform/config';
import { type Caller, Db, notFound } from '@platform/db';
import { Jobs } from '@platform/jobs';
import { z } from 'zod';
import { line } from '@platform/http';
import { dto } from '../identity';
import { RevocationLists } from '../trust';
import { DemoAuthority } from './demo-authority';
import { encryptionKeyOf } from './sealing-key';

const AskCertificate = z.strictObject({
  publicKeyPem: z.string().max(5000).startsWith('-----BEGIN PUBLIC KEY-----', '应以 -----BEGIN PUBLIC KEY----- 开头 / begins with -----BEGIN PUBLIC KEY-----'),
  commonName: line(64),
  organisation: line(64),
  uscc: dto.uscc,
  usage: z.enum(['signing', 'encipherment']).default('signing'),
});

export interface DemoPerson {
  login: string;
  name: string;
  organisation: string;
  roles: string[];
  /** Whether a demonstration certificate of his is kept here. */
  certificate: boolean;
}

export interface DemoWorld {
  /** Shared by all demonstration accounts that sign in by password. */
  password: string;
  people: DemoPerson[];
}

export interface DemoKey {
  privateKeyPem: string;
  certificatePem: string;
}

const PEOPLE = `select a.login, a.name, o.name as organisation,
  array(select g.role from role_grant g where g.account_id = a.id and (g.ends_at is null or g.ends_at > (select tianping_now())) order by g.role) as roles, a.password_hash is not null as password
from account a join organisation o on o.id = a.organisation_id where a.suspended_at is null order by a.password_hash is null, a.login limit 300`;

/** What lets a newcomer in: the fictional people, their shared password, their certificates, and a CA for his own. In production none of it exists. */
@Controller('api/demonstration')
export class DemonstrationController {
  constructor(
    private readonly db: Db,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get()
  @Public('demonstration.read', { alike: true })
  async read(): Promise<DemoWorld> {
    const folder = this.#folder();
    const password = readFileSync(join(this.config.DATA_DIR, 'demo-password'), 'utf8').trim();
    const rows = await this.db.read<Omit<DemoPerson, 'certificate'> & { password: boolean }>(PEOPLE);
    const people = rows.map(({ password: byPassword, ...person }) => ({ ...person, byPassword, certificate: existsSync(join(folder, `${person.login}.key`)) }));
    return { password, people: people.filter(({ byPassword, certificate }) => byPassword || certificate).map(({ byPassword: _, ...person }) => person) };
  }

  @Get('people/:login/encryption-key')
  @Public('demonstration.read', { alike: true })
  encryptionKey(@Param('login', { schema: dto.login }) login: string): DemoKey {
    return this.key(encryptionKeyOf(login));
  }

  @Get('people/:login/key')
  @Public('demonstration.read', { alike: true })
  key(@Param('login', { schema: dto.login }) login: string): DemoKey {
    const [certificate, key] = ['pem', 'key'].map((kind) => join(this.#folder(), `${login}.${kind}`)) as [string, string];
    // the authority's own key and the platform's lie in the same folder and are nobody's to take
    if (login === 'ca' || login === 'platform' || !existsSync(key)) return notFound('person');
    return { privateKeyPem: readFileSync(key, 'utf8'), certificatePem: readFileSync(certificate, 'utf8') };
  }

  @Post('certificates')
  @Public('demonstration.read', { door: 'certificate' })
  certificate(@By() _caller: Caller, @Body({ schema: AskCertificate }) { publicKeyPem, commonName, organisation, uscc, usage }: z.infer<typeof AskCertificate>): { certificatePem: string } {
    return { certificatePem: new DemoAuthority(this.#folder()).certify(publicKeyPem, { commonName, organisation, uscc }, { usage }) };
  }

  #folder(): string {
    return this.config.INSTALLATION === 'demonstration' ? join(this.config.DATA_DIR, 'demo-ca') : notFound('demonstration');
  }
}

/** The demonstration authority publishes its list each day, as a real one does. */
@Module({ controllers: [DemonstrationController] })
export class DemonstrationModule implements OnModuleInit {
  constructor(
    private readonly db: Db,
    private readonly jobs: Jobs,
    private readonly lists: RevocationLists,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  onModuleInit(): void {
    this.jobs.define({ name: 'demonstration.revocation-list', everyMs: 86_400_000, run: () => this.publish() });
  }

  private async publish(): Promise<void> {
    if (this.config.INSTALLATION !== 'demonstration') return;
    const authority = new DemoAuthority(join(this.config.DATA_DIR, 'demo-ca'));
    const [clock] = await this.db.read<{ now: Date }>('select tianping_now() as now');
    await this.lists.keep(authority.revocationList(clock!.now), authority.certificatePem);
  }
}
