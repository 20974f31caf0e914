export { AccountsService, type NewAccount, registrationText } from './accounts.service';
export { IdentityModule } from './identity.module';
export { type Asked, ProposalsService } from './proposals.service';
export { PlatformSigner } from './platform-signer';
export { hashPassword } from './passwords';
export { ROLES, type RoleCode } from './roles';
export { Trust } from './trust';
export * as dto from './identity.dto';
