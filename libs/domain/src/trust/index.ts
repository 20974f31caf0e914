export { AuthoritiesService, type AuthorityView, type ListState, type Recognition, type RevocationListView, type TrustView } from './authorities.service';
export { PlatformSigner } from './platform-signer';
export { RevocationLists } from './revocation-lists';
export { TimeSource, type TimeSourceState } from './time-source';
export { TrustChanges } from './trust-changes';
export { TrustModule } from './trust.module';
export { type Basis, Trust } from './trust.service';
