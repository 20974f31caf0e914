import { Global, Module } from '@nestjs/common';
import { ActorSource } from '@platform/auth';
import { AccountsService } from './accounts.service';
import { Actors } from './actors';
import { IdentityController, ProposalController } from './identity.controller';
import { PlatformSigner } from './platform-signer';
import { ProposalsService } from './proposals.service';
import { SessionsService } from './sessions.service';
import { Trust } from './trust';

/** People, organisations, roles, certificates, sessions; two-person acts. Global: it answers platform/auth's question who acts. */
@Global()
@Module({
  controllers: [IdentityController, ProposalController],
  providers: [PlatformSigner, Actors, { provide: ActorSource, useExisting: Actors }, AccountsService, SessionsService, ProposalsService, Trust],
  exports: [PlatformSigner, ActorSource, AccountsService, ProposalsService, Trust],
})
export class IdentityModule {}
