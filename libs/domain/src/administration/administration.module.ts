import { Module } from '@nestjs/common';
import { AdministrationController } from './administration.controller';

/** What administrators read: who there is, what the rules are, how the installation does. */
@Module({ controllers: [AdministrationController] })
export class AdministrationModule {}
