export { AccountsService, type NewAccount, registrationText } from './accounts.service';
export { bindingText } from './certificates.service';
export { IdentityModule } from './identity.module';
export { type Asked, ProposalsService } from './proposals.service';
export { hashPassword } from './passwords';
export { assertUscc } from './person';
export { SigningRights } from './signing-rights';
export { ROLES, type RoleCode } from './roles';
export * as dto from './identity.dto';
