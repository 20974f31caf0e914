import { Module } from '@nestjs/common';
import { IntakeModule } from '../intake';
import { OutagesController } from './outages.controller';
import { OutagesService } from './outages.service';
import { Pulse } from './pulse';

/** When the platform could not be reached, seen by itself; every running period goes on after it, the same for all. */
@Module({ imports: [IntakeModule], controllers: [OutagesController], providers: [OutagesService, Pulse], exports: [OutagesService, Pulse] })
export class OutagesModule {}
