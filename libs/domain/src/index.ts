import { AdministrationModule } from './administration';
import { AwardModule } from './award';
import { BiddingModule } from './bidding';
import { CalendarModule } from './calendar';
import { DemonstrationModule } from './demonstration';
import { DeskModule } from './desk';
import { DutiesModule } from './duties';
import { EvaluationModule } from './evaluation';
import { ExpertsModule } from './experts';
import { FilesModule } from './files';
import { IdentityModule } from './identity';
import { IntakeModule } from './intake';
import { NewsModule } from './news';
import { OpeningModule } from './opening';
import { OutagesModule } from './outages';
import { RoomsModule } from './rooms';
import { StatisticsModule } from './statistics';
import { SupervisionModule } from './supervision';
import { TenderModule } from './tender';
import { TrustModule } from './trust';
import { VenuesModule } from './venues';

/** Every module, in the order in which one may lean on another (../modules.json, docs/decisions/0002). */
export const DOMAIN_MODULES = [
  CalendarModule,
  FilesModule,
  TrustModule,
  IdentityModule,
  RoomsModule,
  DutiesModule,
  IntakeModule,
  TenderModule,
  BiddingModule,
  OutagesModule,
  OpeningModule,
  ExpertsModule,
  EvaluationModule,
  AwardModule,
  VenuesModule,
  NewsModule,
  DeskModule,
  StatisticsModule,
  SupervisionModule,
  AdministrationModule,
  DemonstrationModule,
];
