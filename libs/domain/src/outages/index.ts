export { OutagesModule } from './outages.module';
export { OutagesService } from './outages.service';
export { Pulse } from './pulse';
