"""How often is a verdict wrong, and does the hint name the mistake, beside two other graders?"""
