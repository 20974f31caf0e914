export { DemoAuthority, type Identity } from './demo-authority';
export { seedDemonstration } from './seed';
export { ACCOUNTS, BIDDERS, expert, HOME_LIBRARY, ORGANISATIONS, type WorldExpert, type WorldOrganisation } from './world';
export { type DemoKey, type DemoPerson, type DemoWorld, DemonstrationModule } from './demonstration.controller';
