-- AlterEnum
ALTER TYPE "RuleKind" ADD VALUE 'newAccounts';
