import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Config } from '@platform/config';
import type { Cluster, Release } from '@platform/embedded';

export interface InstallationOptions {
  env: Record<string, string | undefined>;
  /** false: for data that is thrown away. */
  durable: boolean;
  /** Where a simulated clock begins; undefined: real time. */
  clock?: Date;
  /** What it is for: to serve people, which a production installation does only when it is complete; or one command, on a port that nobody knows, without jobs. */
  purpose?: 'serve' | 'command';
}

/** What `launch` prepared before this file, with the whole program behind it, was loaded. */
export interface Prepared extends InstallationOptions {
  given: Config;
  home: string;
  /** Gives the data folder free again. */
  release: Release;
  /** The built-in PostgreSQL, starting; undefined with DATABASE_URL. */
  cluster: Promise<Cluster> | undefined;
}

export interface Running {
  app: NestFastifyApplication;
  url: string;
  home: string;
  config: Config;
  /** Why others may reach it, by the settings that were given. */
  exposed: readonly string[];
  /** The password that all demonstration accounts share; undefined in a production installation. */
  password?: string;
  stop(): Promise<void>;
}
