import { Global, Module } from '@nestjs/common';
import { AuthoritiesService } from './authorities.service';
import { CertificateStatuses } from './certificate-statuses';
import { PlatformSigner } from './platform-signer';
import { RevocationLists } from './revocation-lists';
import { TimeSource } from './time-source';
import { TrustChanges } from './trust-changes';
import { TrustController } from './trust.controller';
import { Trust } from './trust.service';

/** Whose certificates count, what was revoked, what time it is for sure, and the platform's own signature. Global: every signature is checked here. */
@Global()
@Module({
  controllers: [TrustController],
  providers: [Trust, TrustChanges, CertificateStatuses, RevocationLists, TimeSource, PlatformSigner, AuthoritiesService],
  exports: [AuthoritiesService, Trust, TrustChanges, RevocationLists, TimeSource, PlatformSigner],
})
export class TrustModule {}
