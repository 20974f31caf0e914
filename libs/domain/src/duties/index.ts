export { DutiesModule } from './duties.module';
export { DutiesService } from './duties.service';
export { type Among, type Duty, owes, ownerRole, sideOf } from './duty';
